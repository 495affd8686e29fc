import { playAll } from "./cell";

playAll(["tenants", "subscriptions", "providers", "graph"]);
