// CometBFT's websocket: by hand, and with CosmJS's client over it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { stringToPath } from "@cosmjs/crypto";
import { DirectSecp256k1HdWallet } from "@cosmjs/proto-signing";
import { CosmWasmClient, SigningCosmWasmClient } from "cosmjs-0.36";
import WebSocket from "ws";

import { chain } from "./chain.mjs";

test("CosmJS works over the websocket", async () => {
  // CosmJS adds the path by itself; after `disconnect` it connects once more, to any server, so the runner must force the end
  const client = await CosmWasmClient.connect(chain.ws.replace(/\/websocket$/, ""));
  assert.equal(await client.getChainId(), chain.id);
  client.disconnect();
});

test("a subscriber is told of a transaction with its own id and query", async () => {
  const hdPaths = [stringToPath("m/44'/118'/0'/0/12")];
  const wallet = await DirectSecp256k1HdWallet.fromMnemonic(chain.mnemonic, { prefix: chain.prefix, hdPaths });
  const [{ address }] = await wallet.getAccounts();
  const socket = new WebSocket(chain.ws);
  const messages = [];
  let wake;
  socket.on("message", (text) => {
    messages.push(JSON.parse(text));
    wake?.();
  });
  const received = async () => {
    while (messages.length === 0) await new Promise((resolve) => (wake = resolve));
    return messages.shift();
  };
  await new Promise((resolve) => socket.on("open", resolve));
  const query = `tm.event = 'Tx'  AND  transfer.sender='${address}'`;
  socket.send(JSON.stringify({ jsonrpc: "2.0", id: "mine", method: "subscribe", params: { query } }));
  assert.deepEqual(await received(), { jsonrpc: "2.0", id: "mine", result: {} });
  const client = await SigningCosmWasmClient.connectWithSigner(chain.rpc, wallet, { broadcastPollIntervalMs: 50 });
  const amount = [{ denom: chain.denom, amount: "1" }];
  const sent = await client.sendTokens(address, address, amount, { amount: [], gas: "200000" });
  const told = await received();
  assert.equal(told.id, "mine");
  assert.equal(told.result.query, query);
  assert.equal(told.result.data.type, "tendermint/event/Tx");
  assert.deepEqual(told.result.events["tx.hash"], [sent.transactionHash]);
  client.disconnect();
  const closed = new Promise((resolve) => socket.on("close", resolve));
  socket.close();
  assert.equal(await closed, 1005, "the chain answers the close");
});
