import type { ArmRequest } from "../../../src/azure/armRequest";
import type { JsonValue } from "../../../src/base/json";

/** An ARM whose every list has these pages. */
export function armWithPages(...pages: readonly (readonly JsonValue[])[]): {
  readonly asked: readonly ArmRequest[];
  list(request: ArmRequest, onPage: (items: readonly JsonValue[]) => void): Promise<void>;
} {
  const asked: ArmRequest[] = [];
  return {
    asked,
    list: async (request, onPage) => {
      asked.push(request);
      pages.forEach(onPage);
    },
  };
}
