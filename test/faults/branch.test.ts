import { playAll } from "./cell";

playAll(["list", "nextPage", "log"]);
