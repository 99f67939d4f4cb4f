/// How submissions are gathered into commits, and how many may wait.
package struct CommitLimits: Hashable, Sendable {
    /// A commit takes no more rows than that, unless one submission alone has more. An event costs
    /// half as much in a commit of 20,000 as in one of 1,000.
    package var rowsPerCommit = 20_000
    package var bytesPerCommit = 16 << 20
    /// How long a submission waits for company while other requests are being read. Alone, it does
    /// not wait at all.
    package var linger = Duration.milliseconds(3)
    /// More may not wait, the running commit not counted: two seconds' work and its memory.
    package var queuedRowsMax = 200_000
    package var queuedBytesMax = 64 << 20
    package var queuedSubmissionsMax = 4096
    /// What a client is told to wait when the queue is full.
    package var retryAfterSeconds = 1
    /// So many rows in the engine's log make a checkpoint due at once: about 0.2 s, in which nobody
    /// is committed. Rarer ones stall longer, more frequent ones cost more in sum.
    package var rowsBeforeCheckpoint = 250_000
    /// Fewer rows are checkpointed when nothing has come for this long,
    package var idleBeforeCheckpoint = Duration.seconds(2)
    /// and not sooner after the last checkpoint than this.
    package var idleCheckpointInterval = Duration.seconds(30)
    /// After a checkpoint that another writer's transaction prevented.
    package var checkpointRetry = Duration.seconds(5)

    package init() {}
}
