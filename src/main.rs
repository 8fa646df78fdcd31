//! The program `oasmith`.

fn main() {}
