import { playAll } from "./cell";

playAll(["permissions", "locks", "group", "guardPurge", "guardRecover"]);
