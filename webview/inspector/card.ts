/** What the inspector shows, as plain data: a heading and sections of named facts. */
import type { Target } from "../trace/lookup.ts";

export interface Fact {
  readonly label: string;
  readonly value: string;
  /** Shapes, code and numbers in the editor's font. */
  readonly mono: boolean;
  /** Where the value leads to. */
  readonly link: Target | null;
}

export interface CardSection {
  readonly title: string;
  readonly facts: readonly Fact[];
}

export interface Card {
  readonly title: string;
  readonly kind: string;
  /** PyTorch's message, when this is what failed. */
  readonly error: string | null;
  /** Printed text, or code: shown whole, in the editor's font. */
  readonly text: string | null;
  readonly sections: readonly CardSection[];
}
