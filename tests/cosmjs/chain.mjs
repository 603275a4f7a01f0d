// Where the chain under test runs, and who has coins there.
//
// FOLKMOOT_LOCALNET holds the line that `folkmoot localnet --json` prints. With FOLKMOOT_RPC instead, FOLKMOOT_MNEMONIC
// must be the mnemonic of a funded account; chain id, prefix and denomination are the usual ones then.
import assert from "node:assert/strict";

const line = process.env.FOLKMOOT_LOCALNET;
const rpc = process.env.FOLKMOOT_RPC;
assert.ok(line || rpc, "set FOLKMOOT_LOCALNET or FOLKMOOT_RPC, or run scripts/conformance-cosmjs");

const given = line ? JSON.parse(line) : {};
const mnemonic = process.env.FOLKMOOT_MNEMONIC ?? given.accounts?.[0]?.mnemonic;
assert.ok(mnemonic, "set FOLKMOOT_MNEMONIC to the mnemonic of a funded account");

export const chain = {
  rpc: rpc ?? given.rpc,
  ws: given.ws ?? `${rpc.replace(/^http/, "ws")}/websocket`,
  id: given.chain_id ?? "folkmoot-local-1",
  prefix: given.prefix ?? "wasm",
  denom: given.denom ?? "ustake",
  codes: given.codes ?? {},
  accounts: given.accounts ?? [],
  mnemonic,
};

// A wasm file that stands for the tests' contract: nothing but its section; the salt makes its checksum.
export function wasm(name, version, salt) {
  const bytes = (text) => [...new TextEncoder().encode(text)];
  const section = (title, content) => {
    const body = [title.length, ...bytes(title), ...content];
    return [0, body.length, ...body];
  };
  const label = bytes(JSON.stringify({ name, version }));
  return new Uint8Array([
    ...bytes("\0asm"), 1, 0, 0, 0,
    ...section("salt", [salt]),
    ...section("folkmoot.contract", label),
  ]);
}
