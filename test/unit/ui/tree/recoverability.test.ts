import { expect, it } from "vitest";
import { keyVault } from "../../../../src/services/keyVault";
import type { SoftDeleteService } from "../../../../src/services/service";
import { Recoverability } from "../../../../src/ui/tree/recoverability";
import { readBy, vault } from "../../services/samples";

it("asks the service once for what can be recovered, and each time for what cannot", () => {
  let asked = 0;
  let isRefused = true;
  const service: SoftDeleteService = {
    ...keyVault,
    recover: (resource, context) => {
      asked += 1;
      return isRefused ? { refused: "Not yet." } : keyVault.recover(resource, context);
    },
  };
  const resource = readBy(keyVault, vault);
  const recoverability = new Recoverability();
  expect(recoverability.isRecoverable(service, resource)).toBe(false);
  isRefused = false;
  expect(recoverability.isRecoverable(service, resource)).toBe(true);
  expect(recoverability.isRecoverable(service, resource)).toBe(true);
  expect(asked).toBe(2);
  expect(recoverability.isRecoverable(service, { ...resource })).toBe(true);
  expect(asked).toBe(3);
});
