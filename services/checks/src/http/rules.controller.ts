import { Controller, Get } from '@nestjs/common';
import { ruleDocs } from '@taskbench/check-engine';
import { RulesView } from '@taskbench/contracts';

const view = RulesView.parse({ rules: ruleDocs() });

@Controller('quality-checks')
export class RulesController {
  @Get('rules')
  rules(): RulesView {
    return view;
  }
}
