//! The process of the server, as the kernel sees it.

use std::{fs, time::Duration};

use anyhow::Context;

pub struct Process(u32);

impl Process {
    /// # Errors
    /// When there is no such process, or no `/proc`.
    pub fn find(pid: Option<u32>) -> anyhow::Result<Option<Self>> {
        let Some(pid) = pid else { return Ok(None) };
        let process = Self(pid);
        process.resident()?;
        Ok(Some(process))
    }

    /// Bytes of memory that the process has in use.
    pub fn resident(&self) -> anyhow::Result<u64> {
        let status = self.read("status")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
        Ok(kilobytes.with_context(|| format!("process {} has no memory", self.0))? * 1024)
    }

    /// Processor time so far. The kernel counts it in hundredths of a second.
    pub fn cpu(&self) -> anyhow::Result<Duration> {
        let stat = self.read("stat")?;
        // The second field is a name that may hold anything.
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
        let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
        Ok(Duration::from_millis(ticks * 10))
    }

    fn read(&self, file: &str) -> anyhow::Result<String> {
        fs::read_to_string(format!("/proc/{}/{file}", self.0))
            .with_context(|| format!("process {} cannot be looked at", self.0))
    }
}
