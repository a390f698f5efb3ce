//! `xiaoer demo-shop`: the demo shop on its own.

use std::{
    io::{self, Write},
    net::SocketAddr,
};

use super::{
    Exit,
    node::{bind, runtime},
    signals,
};
use crate::demo_shop;

/// Run a small shop with orders, parcels, refunds and invoices over REST
///
/// Everything is kept in memory and relative to now; a restart stocks the shop afresh.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  xiaoer demo-shop
  curl 'http://127.0.0.1:8090/orders?customer=xiaoming'
  XIAOER_SHOP_URL=http://127.0.0.1:8090 xiaoer serve --config xiaoer.toml")]
pub struct Args {
    /// Address and port to listen on; port 0 is any free one
    #[arg(long, default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    runtime()?.block_on(async {
        let listener = bind(args.listen, "--listen")?;
        writeln!(io::stdout(), "demo shop on http://{}", listener.local_addr()?)?;
        demo_shop::serve(listener, signals::stop()?).await?;
        Ok(Exit::Done)
    })
}
