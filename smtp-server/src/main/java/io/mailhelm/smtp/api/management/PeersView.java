package io.mailhelm.smtp.api.management;

import io.mailhelm.smtp.listen.PeerSample;
import java.net.InetAddress;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The peers that talked to the SMTP listeners. */
@Schema(name = "Peers")
record PeersView(
    @Schema(
            description =
                "Connections that gave a command, since the start; not from this machine itself.")
        long connections,
    @Schema(description = "Some of the addresses they came from.") List<String> addresses,
    @Schema(description = "Whether there were others.") boolean more) {
  static PeersView of(PeerSample sample) {
    return new PeersView(
        sample.connections(),
        sample.addresses().stream().map(InetAddress::getHostAddress).toList(),
        sample.more());
  }
}
