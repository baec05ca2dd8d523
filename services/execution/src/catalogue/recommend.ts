import {
  comparePrices,
  costOf,
  formatUsd,
  knownPrices,
  perMillion,
  type Needs,
  type SuitableModel,
  type SuitableModels,
} from '@taskbench/contracts';
import type { OfferedModel } from '@taskbench/models';
import type { Calls } from './needs.ts';
import { modelRow } from './view.ts';

type Listed = OfferedModel & { readonly connection_id: string };
type Lack = keyof SuitableModels['left_out'];

/** The models of a catalogue that have what is needed, cheapest first for a typical call; the others are counted. */
export function recommend(
  models: readonly Listed[],
  needs: Needs,
  { typical }: Pick<Calls, 'typical'>,
): Pick<SuitableModels, 'models' | 'left_out'> {
  const left_out = { text: 0, context: 0, structured_output: 0, price: 0, unknown_price: 0 };
  const fit = models.flatMap((model) => {
    const lack = lackOf(model, needs);
    if (lack) left_out[lack]++;
    const tokens = { prompt: typical.prompt_tokens, completion: typical.completion_tokens };
    return lack ? [] : [{ model, nano: costOf(tokens, model.prices) }];
  });
  fit.sort((a, b) => (a.nano ?? Infinity) - (b.nano ?? Infinity) || (a.model.id < b.model.id ? -1 : 1));
  return { left_out, models: fit.map(({ model, nano }) => suitable(model, needs, nano)) };
}

/** The first thing that a model does not have. What its provider does not say, it does not have. */
function lackOf(model: OfferedModel, { min_context, structured_output, ...most }: Needs): Lack | null {
  const textual = (modalities: readonly string[] | null) => modalities === null || modalities.includes('text');
  if (!textual(model.input_modalities) || !textual(model.output_modalities)) return 'text';
  if (min_context !== undefined && (model.context_length ?? 0) < min_context) return 'context';
  if (structured_output && !structured(model)) return 'structured_output';
  const { prices } = model;
  const limits = [
    [most.max_input_price, prices?.prompt],
    [most.max_output_price, prices?.completion],
  ] as const;
  if (limits.every(([limit]) => limit === undefined)) return null;
  if (!knownPrices(prices)) return 'unknown_price';
  const dear = limits.some(([limit, rate]) => limit !== undefined && comparePrices(perMillion(rate!), limit) > 0);
  return dear ? 'price' : null;
}

// No model is sent `json_object`, so that JSON without a schema (`response_format` alone) is nothing it would be asked for.
const structured = ({ parameters }: OfferedModel): boolean => parameters?.includes('structured_outputs') ?? false;

const number = new Intl.NumberFormat('en-US');

function suitable(model: Listed, { min_context, structured_output }: Needs, nano: number | null): SuitableModel {
  const typical_call_usd = nano === null ? null : formatUsd(nano);
  const reasons = [
    ...(min_context === undefined
      ? []
      : [`Takes ${number.format(model.context_length!)} tokens; ${number.format(min_context)} are needed.`]),
    ...(structured_output ? ['Answers after a JSON schema.'] : []),
    typical_call_usd === null ? 'What a call costs is not known.' : `A typical call costs about $${typical_call_usd}.`,
  ];
  return { ...modelRow(model), typical_call_usd, reasons };
}
