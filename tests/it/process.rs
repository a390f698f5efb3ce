//! The real program, as an operator starts it.

use std::{
    fs::{self, File},
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::Duration,
};

use reqwest::Client;
use rustix::process::{Pid, Signal, kill_process};
use tokio::time::{sleep, timeout};

/// Dies without a word when dropped.
pub struct Server {
    process: Child,
    pub address: SocketAddr,
    pub url: String,
    /// What it says on standard error.
    log: PathBuf,
}

impl Server {
    pub async fn start(data: &Path) -> Self {
        Self::start_with(data, &[]).await
    }

    /// With further variables of its environment.
    pub async fn start_with(data: &Path, variables: &[(&str, &str)]) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let log = std::env::temp_dir().join(format!("xiaoer-test-{}.log", address.port()));
        let process = Command::new(env!("CARGO_BIN_EXE_xiaoer"))
            .args(["serve", "--demo-password", PASSWORD, "--listen", &address.to_string(), "--data"])
            .arg(data)
            .envs(variables.iter().copied())
            .stdout(Stdio::null())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let mut server = Self { process, address, url: format!("http://{address}"), log };
        let ready = timeout(Duration::from_secs(180), server.ready()).await;
        ready.unwrap_or_else(|_| panic!("the server is not ready within three minutes: {}", server.log()));
        server
    }

    async fn ready(&mut self) {
        // reqwest wants a provider, though nothing here speaks TLS; another test may have installed it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::new();
        loop {
            let answer = client.get(format!("{}/readyz", self.url)).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            assert_eq!(self.process.try_wait().unwrap(), None, "the server could not start: {}", self.log());
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Everything that it has logged.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }

    pub fn kill(&mut self) {
        // SIGKILL: nothing can be tidied up.
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Tells it to stop, as an operator does.
    pub fn stop(&self) {
        kill_process(Pid::from_child(&self.process), Signal::TERM).unwrap();
    }

    pub async fn ended(&mut self) -> ExitStatus {
        loop {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status;
            }
            sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be dead already.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_file(&self.log);
    }
}

/// Of the demonstration's seats.
pub const PASSWORD: &str = "correct horse battery";
