import { pieces, type Piece } from './text.ts';

const digits = (text: string): string => text.replace(/\D/g, '');

/** The check digit of payment cards (Luhn). */
function isCard(text: string): boolean {
  const sum = [...digits(text)].toReversed().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** The check digits of bank accounts (ISO 13616). */
function isIban(text: string): boolean {
  const plain = text.replace(/ /g, '').toUpperCase();
  const turned = [...plain.slice(4), ...plain.slice(0, 4)].map((sign) => parseInt(sign, 36)).join('');
  return [...turned].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}

const isPhone = (text: string): boolean => {
  const { length } = digits(text);
  return length >= 9 && length <= 15 && !/^\d{4}-\d{2}-\d{2}/.test(text);
};

/** Personal data by its form: what it looks like, and what else must hold of it. */
export const PERSONAL = {
  email: [
    /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu,
    () => true,
  ],
  phone: [/(?<![\p{L}\p{N}+.])(?:\+|\(?0)\d[\d ()/.-]{6,20}\d(?![\p{L}\p{N}])/gu, isPhone],
  card: [/(?<![\d.-])\d(?:[ -]?\d){12,18}(?![\d.-])/g, isCard],
  iban: [
    /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?:[A-Z0-9]{11,30}|(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?)(?![\p{L}\p{N}])/gu,
    isIban,
  ],
  us_social_security: [/(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g, () => true],
  ip_address: [/(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])/g, () => true],
} satisfies Record<string, [RegExp, (text: string) => boolean]>;
export type PersonalKind = keyof typeof PERSONAL;

/** What looks like personal data of a kind, in a text. */
export function personalData(kind: PersonalKind, text: string): Piece[] {
  const [form, holds] = PERSONAL[kind];
  return pieces(text, form).filter((piece) => holds(piece.text));
}
