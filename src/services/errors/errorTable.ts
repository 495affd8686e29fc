import type { ArmFailure } from "../../azure/errors";
import { explainFailure } from "../../azure/explainFailure";
import type { SoftDeleteService } from "../service";
import { armErrors } from "./armErrors";
import type { ErrorRow } from "./errorRow";

/** Explains a failure of a service's request; the service is undefined for requests without one. */
export type Explain = (serviceId: string | undefined, failure: ArmFailure) => string;

/**
 * The row that matches a failure; undefined where none does. The first matching row wins: the
 * service's own rows come first, then the rows of other services that apply to any service, then
 * those of Azure Resource Manager.
 */
export function errorRowFor(
  services: readonly SoftDeleteService[],
  serviceId: string | undefined,
  failure: ArmFailure,
): ErrorRow | undefined {
  const { kind, code, message } = failure;
  if (kind !== "refused") {
    return undefined;
  }
  const own = services.find(({ id }) => id === serviceId)?.errors ?? [];
  const others = services
    .flatMap(({ errors }) => errors ?? [])
    .filter(({ anyService }) => anyService === true);
  return [...own, ...others, ...armErrors].find(
    (row) =>
      (row.codes?.includes(code ?? "") ?? true) &&
      (row.message?.test(message) ?? true) &&
      (row.fits?.(failure) ?? true),
  );
}

/**
 * Explains a failure in one or two sentences for people, on one line: what happened and what to do.
 * Without a matching row, Azure's own message with code and correlation id.
 *
 * @param services none for requests that belong to no service.
 */
export function explainWith(services: readonly SoftDeleteService[]): Explain {
  return (serviceId, failure) =>
    errorRowFor(services, serviceId, failure)?.say(failure) ?? explainFailure(failure);
}
