//! A server of a measurement's own, as a process that can be killed.

use std::{
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use rustix::process::Pid;
use serde_json::Value;
use tokio::time::sleep;
use uuid::Uuid;

use super::client::{Target, call};

/// How long a start may take.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Server {
    process: Child,
    target: Target,
    password: String,
}

impl Server {
    /// A demonstration on a free port, with the content of the folder that it is started in.
    pub async fn start(data: &Path, within: &Path) -> anyhow::Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let target = format!("ws://{address}").parse().map_err(anyhow::Error::msg)?;
        Self::start_at(target, Uuid::now_v7().to_string(), data, within).await
    }

    /// The same one after its end.
    pub async fn again(mut self, data: &Path) -> anyhow::Result<Self> {
        self.kill()?;
        Self::start_at(self.target.clone(), self.password.clone(), data, Path::new(".")).await
    }

    async fn start_at(target: Target, password: String, data: &Path, within: &Path) -> anyhow::Result<Self> {
        let program = std::env::current_exe()?;
        let process = Command::new(&program)
            .args(["serve", "--listen", target.host(), "--demo-password", &password, "--data"])
            .arg(data)
            .current_dir(within)
            .env("RUST_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let mut server = Self { process, target, password };
        let began = Instant::now();
        while !server.is_ready().await {
            if let Some(status) = server.process.try_wait()? {
                bail!("the server did not start: {status}");
            }
            if began.elapsed() > PATIENCE {
                bail!("the server was not ready within a minute");
            }
            sleep(Duration::from_millis(10)).await;
        }
        Ok(server)
    }

    async fn is_ready(&self) -> bool {
        call(&self.target, "GET", "/readyz", None, &Value::Null).await.is_ok_and(|(status, _)| status == 200)
    }

    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Of the demonstration's seats.
    pub fn password(&self) -> &str {
        &self.password
    }

    pub fn process(&self) -> Pid {
        Pid::from_child(&self.process)
    }

    /// With SIGKILL: nothing can be tidied up.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.process.kill()?;
        self.process.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.kill();
    }
}
