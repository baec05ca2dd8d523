export { allowedHosts, type Allowed, type Destination } from './allowed-hosts.ts';
export { readModels, type Offer } from './catalogue.ts';
export { ForbiddenAddress, Guard } from './guard.ts';
export { ListError, type ListFailure } from './list.ts';
export { openAiProvider } from './openai.ts';
export {
  AttemptError,
  type Answer,
  type AnswerSchema,
  type Ask,
  type Message,
  type OfferedModel,
  type Provider,
} from './provider.ts';
