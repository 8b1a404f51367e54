#!/usr/bin/env node
// Judges WARC files with programs that share no code with ours: warcio (npm) reads the records, Node's zlib and crypto
// check gzip members and digests.
//
//   node scripts/check_warc_with_warcio.mjs [--npm FOLDER] ARCHIVE_OR_WARC...
//
// An archive folder stands for its warc/*.warc.gz and *.warc.gz.open. warcio is installed into FOLDER (default: build/npm,
// or $SPOOR_NPM) when it is not there yet. Prints {files, records, warcinfos, responses, requests, revisits, metadata,
// bad: [...]} as JSON. Exit code: 0 all good, 1 something is bad, 2 wrong usage, 77 warcio cannot be had here.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import zlib from "node:zlib";

const WARCIO = "warcio@2.4.11";
const IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";
const NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified";

function entryPoint(folder) {
  return path.join(folder, "node_modules", "warcio", "dist", "index.js");
}

// Installs beside the folder and renames, so that tests running at the same time never see half of it.
function install(folder) {
  if (fs.existsSync(entryPoint(folder))) return;
  const fresh = `${folder}.${process.pid}`;
  fs.mkdirSync(fresh, { recursive: true });
  try {
    const options = ["--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--prefer-offline", "--loglevel=error"];
    execFileSync("npm", ["install", "--prefix", fresh, ...options, WARCIO], {
      stdio: ["ignore", "ignore", "pipe"],
      timeout: 180000,
    });
    if (!fs.existsSync(entryPoint(folder))) {
      fs.rmSync(folder, { recursive: true, force: true });
      fs.renameSync(fresh, folder);
    }
  } catch (error) {
    if (fs.existsSync(entryPoint(folder))) return;
    console.error(`warcio cannot be installed: ${error.message}`);
    process.exit(77);
  } finally {
    fs.rmSync(fresh, { recursive: true, force: true });
  }
}

function parseArguments(argv) {
  const here = path.dirname(fileURLToPath(import.meta.url));
  let npm = process.env.SPOOR_NPM || path.join(here, "..", "build", "npm");
  const inputs = [];
  for (let i = 0; i < argv.length; ++i) {
    if (argv[i] === "--npm") npm = argv[++i];
    else inputs.push(argv[i]);
  }
  if (inputs.length === 0 || !npm) {
    console.error("usage: check_warc_with_warcio.mjs [--npm FOLDER] ARCHIVE_OR_WARC...");
    process.exit(2);
  }
  return { npm: path.resolve(npm), files: inputs.flatMap(filesOf) };
}

function filesOf(input) {
  if (!fs.statSync(input).isDirectory()) return [input];
  const inner = path.join(input, "warc");
  const folder = fs.existsSync(inner) ? inner : input;
  const names = fs.readdirSync(folder).filter((name) => /\.warc(\.gz)?(\.open)?$/.test(name));
  return names.sort().map((name) => path.join(folder, name));
}

const sha256 = (bytes) => "sha256:" + createHash("sha256").update(bytes).digest("hex");

// The body of an HTTP message as it is stored.
function payloadOf(block) {
  const end = block.indexOf("\r\n\r\n");
  return end < 0 ? null : block.subarray(end + 4);
}

const result = {
  files: 0, records: 0, warcinfos: 0, responses: 0, requests: 0, revisits: 0, metadata: 0, bad: [],
};
const counters = {
  warcinfo: "warcinfos", response: "responses", request: "requests", revisit: "revisits", metadata: "metadata",
};
const ids = new Set();
const originals = new Map(); // "target date" -> payload digest
const unresolved = [];       // revisits, until all files are read

function checkMandatory(header, say) {
  for (const name of ["WARC-Type", "WARC-Record-ID", "WARC-Date", "Content-Length"]) {
    if (!header(name)) say(`${name} is missing`);
  }
  const id = header("WARC-Record-ID") ?? "";
  if (!/^<urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}>$/.test(id)) say(`odd WARC-Record-ID ${id}`);
  if (ids.has(id)) say(`WARC-Record-ID ${id} occurs twice`);
  ids.add(id);
  const date = header("WARC-Date") ?? "";
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/.test(date) || Number.isNaN(Date.parse(date))) {
    say(`odd WARC-Date ${date}`);
  }
  const type = header("WARC-Type");
  if (["request", "response", "revisit", "resource"].includes(type) && !URL.canParse(header("WARC-Target-URI") ?? "")) {
    say(`odd WARC-Target-URI ${header("WARC-Target-URI")}`);
  }
}

function checkDigests(header, block, say) {
  if (Number(header("Content-Length")) !== block.length) say("Content-Length is not the block's length");
  const digest = header("WARC-Block-Digest");
  if (!digest) say("WARC-Block-Digest is missing");
  else if (digest !== sha256(block)) say("WARC-Block-Digest is wrong");
  const payloadDigest = header("WARC-Payload-Digest");
  const type = header("WARC-Type");
  if (type === "response" || type === "request") {
    const payload = payloadOf(block);
    if (payload === null) say("the HTTP head has no end");
    else if (payloadDigest && payloadDigest !== sha256(payload)) say("WARC-Payload-Digest is wrong");
    else if (type === "response" && payload.length > 0 && !payloadDigest) say("WARC-Payload-Digest is missing");
  }
  if (["warcinfo", "metadata"].includes(type) && payloadDigest) say("has no payload, yet a WARC-Payload-Digest");
}

function checkHttp(header, block, say) {
  const type = header("WARC-Type");
  const first = block.subarray(0, Math.max(0, block.indexOf("\r\n"))).toString("latin1");
  if (type === "request" && !/^[A-Z]+ \S+ HTTP\/1\.[01]$/.test(first)) say(`odd request line ${first}`);
  if (type === "response" && !/^HTTP\/1\.[01] \d{3} /.test(first)) say(`odd status line ${first}`);
  if (type !== "response") return;
  const head = block.subarray(0, block.indexOf("\r\n\r\n") + 2).toString("latin1");
  if (/^transfer-encoding:.*chunked/im.test(head)) say("Transfer-Encoding was not renamed");
}

function checkRevisit(header, block, place, say) {
  const profile = header("WARC-Profile");
  const target = header("WARC-Refers-To-Target-URI");
  const date = header("WARC-Refers-To-Date");
  if (!target || !date) say("a revisit without WARC-Refers-To-Target-URI or -Date");
  if (profile === NOT_MODIFIED) {
    if (header("WARC-Payload-Digest")) say("a 304 revisit with a WARC-Payload-Digest");
    if (!/^HTTP\/1\.[01] 304 /.test(block.subarray(0, 13).toString("latin1"))) say("a 304 revisit without a 304");
  } else if (profile === IDENTICAL) {
    if (!header("WARC-Payload-Digest")) say("a revisit without WARC-Payload-Digest");
  } else {
    say(`odd WARC-Profile ${profile}`);
  }
  // Words only: what a closure holds on to would keep every revisit's record in memory.
  unresolved.push({ place, profile, original: `${target} ${date}`, digest: header("WARC-Payload-Digest") });
}

function checkOriginal({ place, profile, original, digest }) {
  const found = originals.get(original);
  const say = (text) => result.bad.push(`${place}: ${text}`);
  if (found === undefined) say("the revisit's original is not in these files");
  else if (profile === IDENTICAL && found !== digest) say("the revisit's original has another digest");
}

// The bytes at offset and length must be one whole gzip member that holds just this record.
function checkMember(file, offset, length, say) {
  const member = file.subarray(offset, offset + length);
  if (member.length < 18 || member.readUInt16BE(0) !== 0x1f8b) return say("no gzip member begins at the record");
  let text;
  try {
    text = zlib.gunzipSync(member);
    if (member[3] === 0) {
      const { engine } = zlib.inflateRawSync(member.subarray(10), { info: true });
      if (engine.bytesWritten + 18 !== member.length) say("record and gzip member differ in length");
    }
  } catch (error) {
    return say(`the gzip member is damaged: ${error.message}`);
  }
  const head = text.indexOf("\r\n\r\n") + 4;
  const size = /^content-length:\s*(\d+)/im.exec(text.subarray(0, head).toString("latin1"));
  if (!text.subarray(0, 10).equals(Buffer.from("WARC/1.1\r\n"))) say("the member does not begin with WARC/1.1");
  if (!size || head + Number(size[1]) + 4 !== text.length) say("the member holds more or less than one record");
  if (!text.subarray(-4).equals(Buffer.from("\r\n\r\n"))) say("the record does not end with two line ends");
}

// request, response|revisit, metadata are adjacent and linked.
function checkOrder(records, say) {
  records.forEach(({ type, id, linked, offset }, i) => {
    const about = (text) => say(`${text} at ${offset}`);
    const next = records[i + 1];
    if (type === "request" && !["response", "revisit"].includes(next?.type)) about("a request without response");
    if (!["response", "revisit"].includes(type)) return;
    const before = records[i - 1];
    if (before?.type !== "request") about(`a ${type} without request`);
    else if (before.linked !== id && linked !== before.id) about(`a ${type} whose request is not linked to it`);
    if (next?.type !== "metadata" || next.linked !== id) about(`a ${type} without its metadata`);
  });
  if (records[0]?.type !== "warcinfo") say("does not begin with warcinfo");
}

async function checkFile(WARCParser, name) {
  const bytes = fs.readFileSync(name);
  const zipped = bytes.length > 1 && bytes.readUInt16BE(0) === 0x1f8b;
  const records = [];
  const sayOfFile = (text) => result.bad.push(`${name}: ${text}`);
  const parser = new WARCParser(fs.createReadStream(name), { parseHttp: false });
  let end = 0;
  try {
    for await (const record of parser) {
      const header = (wanted) => {
        for (const [key, value] of record.warcHeaders.headers) {
          if (key.toLowerCase() === wanted.toLowerCase()) return value;
        }
        return undefined;
      };
      const block = Buffer.from(await record.readFully(false));
      await record.skipFully();
      const offset = parser.offset;
      const type = header("WARC-Type");
      const place = `${name}:${offset} (${type})`;
      const say = (text) => result.bad.push(`${place}: ${text}`);
      result.records += 1;
      if (counters[type]) result[counters[type]] += 1;
      checkMandatory(header, say);
      checkDigests(header, block, say);
      checkHttp(header, block, say);
      if (type === "revisit") checkRevisit(header, block, place, say);
      if (type === "response") {
        originals.set(`${header("WARC-Target-URI")} ${header("WARC-Date")}`, header("WARC-Payload-Digest") ?? "");
      }
      if (zipped) {
        if (offset !== end) say(`begins at ${offset}, the record before ends at ${end}`);
        checkMember(bytes, offset, parser.recordLength, say);
      }
      end = offset + parser.recordLength;
      records.push({ type, id: header("WARC-Record-ID"), linked: header("WARC-Concurrent-To"), offset });
    }
  } catch (error) {
    sayOfFile(`warcio stops: ${error.message}`);
  }
  if (zipped && end !== bytes.length) sayOfFile(`${bytes.length - end} bytes behind the last record`);
  checkOrder(records, sayOfFile);
}

const { npm, files } = parseArguments(process.argv.slice(2));
install(npm);
const { WARCParser } = await import(pathToFileURL(entryPoint(npm)).href);
for (const name of files) {
  result.files += 1;
  await checkFile(WARCParser, name);
}
unresolved.forEach(checkOriginal);
console.log(JSON.stringify(result, null, 1));
process.exitCode = result.bad.length > 0 ? 1 : 0;
