// Random numbers that depend on nothing but their names: Threefry-2x32 with 20 rounds, from Salmon, Moraes, Dror and Shaw,
// "Parallel random numbers: as easy as 1, 2, 3" (SC 2011). The same words as src/core/random.ts gives, to the bit.

fn threefry_round(x: vec2u, rotation: u32) -> vec2u {
  let sum = x.x + x.y;
  return vec2u(sum, ((x.y << rotation) | (x.y >> (32u - rotation))) ^ sum);
}

// One block of 64 random bits, for a 64-bit key and a 64-bit counter. After every four rounds two of the three key words are added.
fn threefry(key: vec2u, counter: vec2u) -> vec2u {
  let parity = 0x1bd11bdau ^ key.x ^ key.y;
  var x = counter + key;
  x = threefry_round(threefry_round(threefry_round(threefry_round(x, 13u), 15u), 26u), 6u) + vec2u(key.y, parity + 1u);
  x = threefry_round(threefry_round(threefry_round(threefry_round(x, 17u), 29u), 16u), 24u) + vec2u(parity, key.x + 2u);
  x = threefry_round(threefry_round(threefry_round(threefry_round(x, 13u), 15u), 26u), 6u) + vec2u(key.x, key.y + 3u);
  x = threefry_round(threefry_round(threefry_round(threefry_round(x, 17u), 29u), 16u), 24u) + vec2u(key.y, parity + 4u);
  return threefry_round(threefry_round(threefry_round(threefry_round(x, 13u), 15u), 26u), 6u) + vec2u(parity, key.x + 5u);
}

// The key of what one consumer draws in one step of a run.
fn step_key(seed: vec2u, stream: u32, step: u32) -> vec2u {
  return threefry(seed, vec2u(stream, step));
}
