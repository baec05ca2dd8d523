export { startFeed, type Consumer, type Feed } from './feed.ts';
export { startRedrive } from './redrive.ts';
export { durableOf, reaction, startReaction, type Reaction } from './reaction.ts';
export { startRelay, type Relay } from './relay.ts';
export { EventStrategy } from './strategy.ts';
export { findCarrier, openTransport, type Carrier, type Transport } from './transport.ts';
export { decode, encode } from './message.ts';
