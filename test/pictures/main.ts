import { HostError } from "../host/commands";
import { readmePictures } from "./readme";
import { walkthroughPictures } from "./walkthrough";

const USAGE = `Takes the pictures of the walkthrough and of README.md anew, in a real window.

  npm run pictures                 all of them
  npm run pictures -- editor tools these
`;

const names = process.argv.slice(2);
if (names.includes("--help")) {
  process.stdout.write(USAGE);
} else {
  try {
    await walkthroughPictures(names);
    await readmePictures(names);
  } catch (error) {
    console.error(error instanceof HostError ? error.message : error);
    process.exitCode = 1;
  }
}
