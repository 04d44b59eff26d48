// A pendulum watched swinging: its length and its friction, by gradients through a Runge–Kutta integrator. node examples/pendulum.js
import { Value, constant, mean } from "chainrule";
import { compile } from "chainrule/compile";
import { Adam } from "chainrule/nn";

const GRAVITY = 9.81;
const STEP = 0.02;
const STEPS = 150;

/** θ″ = −(g / length) · sin θ − friction · θ′ */
const slope = ([angle, speed], length, friction) => [
  speed,
  angle.sin().mul(-GRAVITY).div(length).sub(friction.mul(speed)),
];

/** One step of the classical Runge–Kutta method, of order 4. */
function rk4(state, length, friction) {
  const along = (k, h) => state.map((x, i) => x.add(k[i].mul(h)));
  const k1 = slope(state, length, friction);
  const k2 = slope(along(k1, STEP / 2), length, friction);
  const k3 = slope(along(k2, STEP / 2), length, friction);
  const k4 = slope(along(k3, STEP), length, friction);
  return state.map((x, i) =>
    x.add(
      k1[i]
        .add(k2[i].mul(2))
        .add(k3[i].mul(2))
        .add(k4[i])
        .mul(STEP / 6),
    ),
  );
}

function angles(length, friction) {
  let state = [constant(1.2), constant(0)];
  return Array.from({ length: STEPS }, () => {
    state = rk4(state, length, friction);
    return state[0];
  });
}

const seen = angles(constant(0.7), constant(0.15)).map((angle) => angle.data);

const length = new Value(1, "length");
const friction = new Value(0, "friction");
const loss = mean(angles(length, friction).map((angle, i) => angle.sub(seen[i]).square()));
const program = compile(loss, { parameters: [length, friction] });
const adam = new Adam(program, { learningRate: 0.01 });
for (let step = 0; step < 800; step++) {
  program.run();
  adam.step();
}
program.push();
console.log(`loss ${program.forward().toExponential(1)}`);
console.log(`length ${length.data.toFixed(4)} m, friction ${friction.data.toFixed(4)} per second`);
