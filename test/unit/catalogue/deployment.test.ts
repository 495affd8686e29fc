import { describe, expect, it } from "vitest";
import { services } from "../../../src/services/index";
import { isRefusal } from "../../../src/services/service";
import { cases } from "../../catalogue/all";
import { readFrom } from "./reading";

const deployed = services.flatMap(({ id, deployment }) =>
  deployment === undefined ? [] : [{ id, ...deployment }],
);

describe("what files deploy", () => {
  it("is known by kinds of Terraform's that are each one service's", () => {
    const kinds = deployed.flatMap(({ terraform }) => terraform);
    expect(new Set(kinds).size).toBe(kinds.length);
    expect(kinds.filter((kind) => !/^azurerm_[a-z_]+$/.test(kind))).toEqual([]);
  });

  it("is hinted at by names as variables have them", () => {
    const hints = deployed.flatMap(({ variables }) => variables);
    expect(hints.filter((hint) => !/^[A-Z_]{3,}$/.test(hint))).toEqual([]);
    expect(new Set(hints).size).toBe(hints.length);
  });

  it("is recovered by the very property with which a recovery from here recovers it", () => {
    for (const { service, examples } of cases) {
      const property = service.deployment?.recoverProperty;
      const [example] = examples;
      const resource = example === undefined ? undefined : readFrom(service, example);
      if (property !== undefined && resource !== undefined && resource !== "live") {
        const steps = service.recover(resource, { tenantId: "t", answers: {} });
        const bodies = isRefusal(steps) ? [] : steps.map(({ request }) => request.body);
        expect(bodies).toContainEqual(
          expect.objectContaining({
            properties: expect.objectContaining({ [property.name]: property.value }) as unknown,
          }),
        );
      }
    }
  });
});
