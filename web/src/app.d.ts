declare global {
  namespace App {
    interface Error {
      message: string;
      /** What to do about it. */
      hint?: string;
      /** The stable name of the problem. */
      code?: string;
    }
  }
}

export {};
