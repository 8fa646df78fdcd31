//! Client and server over real sockets, with each other and with peers that do wrong.

mod client_server;
mod common;
mod example_server;
mod faults;
mod raw_requests;
