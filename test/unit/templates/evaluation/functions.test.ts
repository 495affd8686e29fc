import { describe, expect, it } from "vitest";
import { armExpression } from "../../../../src/templates/armExpression";
import { given, shown, valueOf } from "../reading";

function arm(expression: string): string {
  return shown(valueOf(armExpression(`[${expression}]`)));
}

function bicep(expression: string): string {
  const [line = ""] = given("bicep", `var a = ${expression}\n`);
  return line.slice(2);
}

function terraform(expression: string): string {
  const [line = ""] = given("terraform", `locals {\n  a = ${expression}\n}\n`);
  return line.slice(2);
}

// The results are those that Microsoft's pages about the functions show, or follow from their text.
describe("ARM's functions", () => {
  it.each([
    ["concat('prefix', '-', 1)", "prefix-1"],
    ["concat(createArray('a'), createArray('b'))", '["a","b"]'],
    [
      "format('{0}, {1}. Formatted number: {2}', 'Hello', 'User', 3)",
      "Hello, User. Formatted number: 3",
    ],
    ["format('{0:D3}|{1:X4}|{2,4}|{{}}', 7, 255, 'a')", "007|00FF|   a|{}"],
    ["format('{1}', 'a')", "?error"],
    ["toLower('One Two')", "one two"],
    ["toUpper('One Two')", "ONE TWO"],
    ["take('one two three', 2)", "on"],
    ["take(createArray('one', 'two', 'three'), 2)", '["one","two"]'],
    ["take('ab', 5)", "ab"],
    ["skip('one two three', 4)", "two three"],
    ["skip('ab', 5)", ""],
    ["substring('one two three', 4, 3)", "two"],
    ["substring('abc', 2, 5)", "?error"],
    ["replace('123-123-1234', '-', '')", "1231231234"],
    ["split('one,two;three', createArray(',', ';'))", '["one","two","three"]'],
    ["join(createArray('one', 'two'), ',')", "one,two"],
    ["trim('  a b ')", "a b"],
    ["padLeft('123', 10, '0')", "0000000123"],
    ["padLeft(12, 4)", "  12"],
    ["string(createObject('a', 1))", '{"a":1}'],
    ["string(true())", "True"],
    ["int('4')", "4"],
    ["length('One Two Three')", "13"],
    ["length(createArray('a', 'b'))", "2"],
    ["empty('')", "true"],
    ["empty(createObject())", "true"],
    ["empty(createArray(1))", "false"],
    ["contains('OneTwoThree', 'e')", "true"],
    ["contains('OneTwoThree', 'z')", "false"],
    ["contains(createObject('One', 1), 'one')", "true"],
    ["contains(createArray('a', 'b'), 'A')", "false"],
    ["startsWith('abcdef', 'AB')", "true"],
    ["endsWith('abcdef', 'F')", "true"],
    ["endsWith('abcdef', 'e')", "false"],
    ["indexOf('abcdef', 'CD')", "2"],
    ["indexOf('test', 'z')", "-1"],
    ["lastIndexOf('test', 't')", "3"],
    ["first('One Two Three')", "O"],
    ["last(createArray('a', 'b'))", "b"],
    ["coalesce(null(), null(), 'fallback')", "fallback"],
    ["if(equals('a', 'a'), 'yes', 'no')", "yes"],
    ["if(true(), 'yes', substring('', 3))", "yes"],
    ["and(true(), not(false()))", "true"],
    ["or(false(), equals(1, 2))", "false"],
    ["equals('a', 'A')", "false"],
    ["equals(createArray(1, 2), createArray(1, 2))", "true"],
    ["min(3, 2, 5)", "2"],
    ["max(createArray(0, 3, 2))", "3"],
    ["range(5, 3)", "[5,6,7]"],
    ["add(mod(7, 3), mul(2, sub(5, div(8, 3))))", "7"],
    ["union(createArray('one', 'two'), createArray('two', 'three'))", '["one","two","three"]'],
    ["union(createObject('a', 1, 'b', 2), createObject('b', 3))", '{"a":1,"b":3}'],
    ["intersection(createArray('one', 'two'), createArray('two', 'three'))", '["two"]'],
    ["items(createObject('b', 2, 'a', 1))", '[{"key":"a","value":1},{"key":"b","value":2}]'],
    ["flatten(createArray(createArray(1), createArray(2, 3)))", "[1,2,3]"],
    ['json(\'{"a": ["b"]}\').a[0]', "b"],
    ["base64('one, two, three')", "b25lLCB0d28sIHRocmVl"],
    ["base64ToString('b25lLCB0d28sIHRocmVl')", "one, two, three"],
    ["uniqueString('foo', 'bar', 'baz')", "xzi4ioaxtmth4"],
    ["guid('a')", "?"],
    ["newGuid()", "????????????????????????????????????"],
    ["nowhere('a')", "?unsupported"],
    ["concat('a'", "?unreadable"],
  ])("%s is %s", (expression, result) => {
    if (expression.startsWith("guid")) {
      expect(arm(expression)).toMatch(
        /^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
      );
    } else {
      expect(arm(expression)).toBe(result);
    }
  });
});

describe("Bicep's expressions", () => {
  it.each([
    ["1 + 2 * 3 == 7 && !(2 > 3) ? 'a' : 'b'", "a"],
    ["'x' =~ 'X' && 'x' != 'X'", "true"],
    ["null ?? 'b'", "b"],
    ["{ a: { b: 'c' } }.a.b", "c"],
    ["{ a: 'x' }.?b ?? 'none'", "none"],
    ["['a', 'b'][1]", "b"],
    ["['a', 'b']!", '["a","b"]'],
    ["{ ...{ a: 1 }, b: 2 }", '{"a":1,"b":2}'],
    ["[for i in range(0, 3): 'n${i}']", '["n0","n1","n2"]'],
    ["[for (x, i) in ['a', 'b']: '${x}${i}']", '["a0","b1"]'],
    ["map(['a', 'b'], x => toUpper(x))", '["A","B"]'],
    ["filter(['a', 'b'], x => x == 'b')", '["b"]'],
    ["map(range(0, 2), (x, i) => x + i)", "[0,2]"],
    ["reduce([1, 2, 3], 0, (sum, x) => sum + x)", "6"],
    ["toObject(['a'], x => x, x => '${x}1')", '{"a":"a1"}'],
    ["sys.toLower('A')", "a"],
    ["true\n  ? 'a'\n  : 'b'", "a"],
    ["'a-${true}-${1}'", "a-True-1"],
    ["(1 < 2", "?"],
    ["'a' 'b'", "?unreadable"],
  ])("%s is %s", (expression, result) => {
    expect(bicep(expression) || "?").toBe(result);
  });
});

describe("Terraform's functions", () => {
  it.each([
    ['lower("ABC")', "abc"],
    ['upper("abc")', "ABC"],
    ['replace("1 + 2", " ", "-")', "1-+-2"],
    ['replace("a-b_c", "/[^a-z]/", "")', "abc"],
    ['substr("hello world", 1, 4)', "ello"],
    ['substr("hello", 3, -1)', "lo"],
    ['substr("hello", 3, 20)', "lo"],
    ['substr("hello", -2, -1)', "lo"],
    ['format("%s-%03d-%%", "a", 7)', "a-007-%"],
    ['join("-", ["a", "b"])', "a-b"],
    ['split(",", "a,b")', '["a","b"]'],
    ['coalesce("", "b")', "b"],
    ['trimspace("  a ")', "a"],
    ['trimprefix("helloworld", "hello")', "world"],
    ['trimsuffix("helloworld", "world")', "hello"],
    ['lookup({ a = "x" }, "b", "none")', "none"],
    ['element(["a", "b", "c"], 3)', "a"],
    ["merge({ a = 1 }, { a = 2 })", '{"a":2}'],
    ['"${true}-${1}"', "true-1"],
    ['1 == 1 ? "a" : "b"', "a"],
    ['[for s in ["a", "b"] : upper(s) if s != "a"]', '["B"]'],
    ['{ for k, v in { a = "x" } : v => k }', '{"x":"a"}'],
    ['try({}.a, "b")', "b"],
    ['md5("hello world")', "5eb63bbbe01eeed093cb22bb8f5acdc3"],
    ['provider::azapi::unique_string(["test"])', "rbgf3xv4ufgzg"],
    ["uuid()", "????????????????????????????????????"],
  ])("%s is %s", (expression, result) => {
    expect(terraform(expression)).toBe(result);
  });
});
