package io.mailhelm.smtp.receive;

import io.mailhelm.config.Listener;
import java.net.InetAddress;

/**
 * The client at the other end of a connection.
 *
 * @param address of the client, as the PROXY protocol gave it where that is spoken
 * @param local the address of ours it connected to
 * @param listener the one it came in by, as it was declared then
 * @param session ties the events of this connection together
 */
public record Peer(InetAddress address, InetAddress local, Listener listener, String session) {}
