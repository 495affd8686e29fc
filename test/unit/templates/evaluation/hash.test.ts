import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { guid, uniqueString } from "../../../../src/templates/evaluation/hash";

describe("uniqueString", () => {
  it.each([
    [["tyeth"], "zcztcwvu6iyg6"],
    [["hello", "world"], "a7wkljktk6wne"],
    [["test"], "rbgf3xv4ufgzg"],
    [["abc"], "cgtzqvhu4i23s"],
    [["foo", "bar", "baz"], "xzi4ioaxtmth4"],
    [["/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/my-rg"], "bmg7c6xu4tw46"],
    [
      [
        "/subscriptions/3c7f956b-55ee-4686-9d30-da1eb631dc59/resourceGroups/rg-devopsshieldek010dev",
      ],
      "fd63l2gacbtca",
    ],
    [
      [
        "/subscriptions/31e9f9a0-9fd2-4294-a0a3-0101246d9700/resourceGroups/rg-modm201-20230913120256/providers/Microsoft.Compute/virtualMachines/bobjacmodm201",
      ],
      "yvjxno3je5on2",
    ],
  ])("of %j is Azure Resource Manager's", (given, result) => {
    expect(uniqueString(given)).toBe(result);
  });

  it("tells upper from lower case, and has only its own characters", () => {
    expect(uniqueString(["Test"])).not.toBe(uniqueString(["test"]));
    // Every length of the last block, and letters of several bytes.
    for (let length = 0; length < 20; length += 1) {
      expect(uniqueString(["é".repeat(length)])).toMatch(/^[a-z2-7]{13}$/);
    }
  });
});

describe("guid", () => {
  it("is a UUID of version 5 in ARM's namespace", () => {
    const bytes = createHash("sha1")
      .update(Buffer.from("11fb06fb712d4ddd98c7e71bbd588830", "hex"))
      .update("a-b")
      .digest("hex");
    const result = guid(["a", "b"]);
    expect(result).toMatch(/^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(result.slice(0, 13)).toBe(`${bytes.slice(0, 8)}-${bytes.slice(8, 12)}`);
    expect(guid(["a-b"])).toBe(result);
  });
});
