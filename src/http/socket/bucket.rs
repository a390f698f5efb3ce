//! How many messages a peer may send.

/// Fills as time goes by; each message takes from it.
#[derive(Debug)]
pub struct Bucket {
    /// Thousandths of a message.
    level: u64,
    /// In milliseconds, as `now` below.
    filled: u64,
}

/// How many messages a bucket holds, and how many flow in.
#[derive(Debug, Clone, Copy)]
pub struct Flow {
    pub burst: u32,
    pub a_second: u32,
}

impl Bucket {
    pub fn full(flow: Flow, now: u64) -> Self {
        Self { level: u64::from(flow.burst) * 1000, filled: now }
    }

    /// Whether one more message may come now.
    pub fn take(&mut self, flow: Flow, now: u64) -> bool {
        let inflow = now.saturating_sub(self.filled).saturating_mul(flow.a_second.into());
        self.level = self.level.saturating_add(inflow).min(u64::from(flow.burst) * 1000);
        self.filled = now;
        let enough = self.level >= 1000;
        if enough {
            self.level -= 1000;
        }
        enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_then_a_trickle() {
        let check = |times: &[u64], taken: &[bool]| {
            let flow = Flow { burst: 3, a_second: 2 };
            let mut bucket = Bucket::full(flow, 0);
            let result: Vec<bool> = times.iter().map(|&now| bucket.take(flow, now)).collect();
            assert_eq!(result, taken, "{times:?}");
        };
        check(&[0, 0, 0, 0], &[true, true, true, false]);
        check(&[0, 0, 0, 499, 500, 501, 1000], &[true, true, true, false, true, false, true]);
        check(&[0, 0, 0, 10_000, 10_000, 10_000, 10_000], &[true, true, true, true, true, true, false]);
    }
}
