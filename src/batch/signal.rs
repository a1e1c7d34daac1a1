/// What the workers are to do with letters that they take from the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signal {
    /// Hand them over.
    Go,
    /// Give them back: the server asks to be left alone for a while.
    Rest,
    /// Give them back: everything stops.
    Stop,
}
