package io.mailhelm.smtp.listen;

import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.receive.Conversations;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What all connections share.
 *
 * @param tlsMemory what TLS of all connections may take
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
