// Runs a layers model in TensorFlow.js: node predict.mjs LIBRARIES TOPOLOGY TENSORS SIZE RESULTS
// LIBRARIES is the folder of node_modules, TENSORS and RESULTS are float32, one image after another.
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { createRequire } from 'node:module';

const [libraries, topology, tensors, size, results] = process.argv.slice(2);
const require = createRequire(path.join(libraries, 'node_modules', 'index.js'));
const tf = require('@tensorflow/tfjs-core');
const layers = require('@tensorflow/tfjs-layers');
const wasm = require('@tensorflow/tfjs-backend-wasm');
wasm.setWasmPaths(path.join(libraries, 'node_modules/@tensorflow/tfjs-backend-wasm/dist/'));
await tf.setBackend('wasm');
await tf.ready();

const script = topology.endsWith('.min.js');

function exported(file) {
  const module = { exports: {} };
  vm.runInNewContext(fs.readFileSync(file, 'utf8'), { module, exports: module.exports });
  return module.exports;
}

const folder = path.dirname(topology);
const model = script ? exported(topology) : JSON.parse(fs.readFileSync(topology, 'utf8'));
const shards = model.weightsManifest
  .flatMap((group) => group.paths)
  .map((name) =>
    script
      ? Buffer.from(exported(path.join(folder, name + '.min.js')), 'base64')
      : fs.readFileSync(path.join(folder, name)),
  );
const weights = new Uint8Array(Buffer.concat(shards));
// Objects of another context are no plain objects here.
const artifacts = JSON.parse(
  JSON.stringify({
    modelTopology: model.modelTopology,
    weightSpecs: model.weightsManifest.flatMap((group) => group.weights),
  }),
);
const loaded = await layers.loadLayersModel({
  load: async () => ({ ...artifacts, weightData: weights.buffer }),
});

const side = Number(size);
const file = fs.readFileSync(tensors);
const values = new Float32Array(file.buffer, file.byteOffset, file.length / 4);
const length = side * side * 3;
const all = [];
for (let start = 0; start < values.length; start += length) {
  const output = tf.tidy(() =>
    loaded.predict(tf.tensor4d(values.slice(start, start + length), [1, side, side, 3])).dataSync(),
  );
  all.push(Buffer.from(Float32Array.from(output).buffer));
}
fs.writeFileSync(results, Buffer.concat(all));
