import { Controller, Get } from '@nestjs/common';
import { ruleDocs } from '@taskbench/check-engine';

@Controller('quality-checks')
export class RulesController {
  @Get('rules')
  rules() {
    return { rules: ruleDocs() };
  }
}
