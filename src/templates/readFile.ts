import { readArmParameters, readArmTemplate } from "./armTemplate";
import { environmentValues } from "./azdEnvironment";
import { readBicep } from "./bicep";
import type { FileKind } from "./fileKind";
import { emptyFile, longestFile, type TemplateFile } from "./template";
import { readTerraform, readTerraformValues } from "./terraform";

const readers: Readonly<Record<FileKind, (text: string) => TemplateFile>> = {
  bicep: readBicep,
  bicepParameters: readBicep,
  armTemplate: readArmTemplate,
  armParameters: readArmParameters,
  terraform: readTerraform,
  terraformValues: readTerraformValues,
  azdEnvironment: environmentValues,
};

/** What a file of a kind says. Never throws: what is broken, binary or too long says nothing. */
export function readTemplateFile(kind: FileKind, text: string): TemplateFile {
  // No text that a person writes has a NUL; whatever is binary has one.
  return text.length > longestFile || text.includes("\0") ? emptyFile : readers[kind](text);
}
