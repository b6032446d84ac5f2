package io.mailhelm.smtp.listen;

import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.receive.Conversations;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The parts of the server that all connections share.
 *
 * @param tlsMemory the memory that TLS of all connections may take
 * @param draining set when the server takes no more work
 */
record ListenerContext(
    LiveConfig live,
    Conversations conversations,
    Observer observer,
    ConnectionCounts counts,
    PeerCounts peers,
    TlsContexts tls,
    TlsMemory tlsMemory,
    Watchdog watchdog,
    AtomicBoolean draining) {}
