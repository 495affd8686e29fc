import type { ArmFailure } from "../../azure/errors";
import { explainFailure } from "../../azure/explainFailure";
import { armErrors } from "./armErrors";
import type { ErrorRow } from "./errorRow";
import { serviceErrors } from "./serviceErrors";

/** How a failure is put into words, for the service whose request it was; undefined for none. */
export type Explain = (serviceId: string | undefined, failure: ArmFailure) => string;

/**
 * The one table of what Azure's error codes mean. The first row that fits counts, so what holds for
 * one service stands before what holds for all, and what a message tells before a mere code.
 */
export const errorTable: readonly ErrorRow[] = [...serviceErrors, ...armErrors];

/** The row of the table that a failure falls under; undefined where none does. */
export function errorRowFor(
  serviceId: string | undefined,
  failure: ArmFailure,
): ErrorRow | undefined {
  const { kind, code, message } = failure;
  return kind === "refused"
    ? errorTable.find(
        (row) =>
          (row.codes?.includes(code ?? "") ?? true) &&
          (row.services?.includes(serviceId ?? "") ?? true) &&
          (row.message?.test(message) ?? true) &&
          (row.fits?.(failure) ?? true),
      )
    : undefined;
}

/**
 * One or two sentences for people, in one line: what happened and what to do. Where the table has
 * no row for it, Azure's own message with the code and the correlation id.
 */
export const explain: Explain = (serviceId, failure) =>
  errorRowFor(serviceId, failure)?.say(failure) ?? explainFailure(failure);
