import type { ArmFailure } from "../../azure/errors";
import { explainFailure } from "../../azure/explainFailure";
import { armErrors } from "./armErrors";
import type { ErrorRow } from "./errorRow";
import { serviceErrors } from "./serviceErrors";

/** Explains a failure of a service's request; the service is undefined for requests without one. */
export type Explain = (serviceId: string | undefined, failure: ArmFailure) => string;

/**
 * The single table of Azure's error codes. The first matching row wins, so rows for one service
 * come before general ones, and rows with a message before those with only a code.
 */
export const errorTable: readonly ErrorRow[] = [...serviceErrors, ...armErrors];

/** The row that matches a failure; undefined where none does. */
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
 * One or two sentences for people, on one line: what happened and what to do. Without a matching
 * row, Azure's own message with code and correlation id.
 */
export const explain: Explain = (serviceId, failure) =>
  errorRowFor(serviceId, failure)?.say(failure) ?? explainFailure(failure);
