/**
 * What a model file is: TypeScript that imports from "tensorglass". Decided on the text alone, without parsing, since
 * the question comes with every keystroke in any TypeScript file.
 */

/** The languages whose files can be models. */
export const modelLanguages: readonly string[] = ["typescript"];

const importOfTensorglass = /(?:\bfrom|\bimport)\s*(["'])tensorglass\1/;

export function isModelText(text: string): boolean {
  // The plain search is a memory scan, and rules out nearly all other files.
  return text.includes("tensorglass") && importOfTensorglass.test(text);
}
