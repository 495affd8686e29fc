import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  arrayAt,
  isJsonObject,
  stringAt,
  stringsAt,
  valueAt,
  type JsonValue,
} from "../../../src/base/json";

const anyJson = fc.jsonValue() as fc.Arbitrary<JsonValue>;

describe("a body from Azure", () => {
  it("gives what stands at the end of a path", () => {
    fc.assert(
      fc.property(anyJson, fc.string(), fc.string(), (value, outer, inner) => {
        fc.pre(outer !== "__proto__" && inner !== "__proto__");
        expect(valueAt({ [outer]: { [inner]: value } }, [outer, inner])).toEqual(value);
      }),
    );
  });

  it("never throws and never gives anything but text where text is asked for", () => {
    fc.assert(
      fc.property(anyJson, fc.array(fc.string()), (value, path) => {
        const found = stringAt(value, ...path);
        expect(found === undefined || (typeof found === "string" && found !== "")).toBe(true);
        expect(Array.isArray(arrayAt(value, ...path))).toBe(true);
        for (const entry of Object.values(stringsAt(value, ...path))) {
          expect(typeof entry).toBe("string");
        }
      }),
    );
  });

  it.each(["constructor", "__proto__", "toString", "length"])(
    "has no %s unless Azure sent one",
    (name) => {
      expect(valueAt({}, [name])).toBeUndefined();
      expect(valueAt([], [name])).toBeUndefined();
      expect(valueAt("text", [name])).toBeUndefined();
    },
  );

  it("counts empty text as none", () => {
    expect(stringAt({ name: "" }, "name")).toBeUndefined();
  });

  it("keeps of tags those that are text", () => {
    expect(stringsAt({ tags: { a: "1", b: 2, c: null, d: "" } }, "tags")).toEqual({
      a: "1",
      d: "",
    });
    expect(stringsAt({ tags: ["a"] }, "tags")).toEqual({});
  });

  it.each([null, [], "text", 1, true, undefined])("is no object when it is %j", (value) => {
    expect(isJsonObject(value)).toBe(false);
  });
});
