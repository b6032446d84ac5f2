package io.mailhelm.smtp.live;

import com.sun.management.UnixOperatingSystemMXBean;
import io.mailhelm.config.ServerLimits;
import java.lang.management.ManagementFactory;

/**
 * Divides the file descriptors that the process may open into connections for each part of the
 * server: as many as declared, where that fits. Else HTTP ports get a quarter of all, other servers
 * an eighth (with a file for each message that is sent), and SMTP two thirds of the rest (the last
 * third is for files of messages on their way in); {@value #RESERVE} stay for probes, the store,
 * the log and questions to name servers. So no part can take them all.
 *
 * @param smtp connections of all listeners
 * @param http connections of each port that speaks HTTP, but for the probes' own
 * @param outbound connections to other servers
 * @param needed descriptors that what is declared would take
 */
public record DescriptorShares(int smtp, int http, int outbound, long needed) {
  /** Kept back: probes have {@code ProbeServer.MOST} of them at most. */
  static final int RESERVE = 192;

  private static final int HTTP_PORTS = 3;
  private static final int LEAST_SMTP = 16;
  private static final int LEAST_HTTP = 4;
  private static final int LEAST_OUTBOUND = 2;

  /** What the process may open and what it had open when it began; both once. */
  private static final Process PROCESS = Process.now();

  private record Process(long most, long open) {
    static Process now() {
      return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
          ? new Process(unix.getMaxFileDescriptorCount(), unix.getOpenFileDescriptorCount())
          : new Process(Long.MAX_VALUE, 0);
    }
  }

  /** Those of this process. */
  public static DescriptorShares of(ServerLimits limits) {
    return of(limits, PROCESS.most, PROCESS.open);
  }

  /**
   * Those of a process.
   *
   * @param most descriptors it may have
   * @param open those it has before any connection
   */
  static DescriptorShares of(ServerLimits limits, long most, long open) {
    long smtp = limits.connections();
    long http = limits.http().connections();
    long outbound = limits.outboundConnections();
    long needed = open + RESERVE + HTTP_PORTS * http + 2 * outbound + smtp + smtp / 2;
    if (needed <= most) {
      return new DescriptorShares((int) smtp, (int) http, (int) outbound, needed);
    }
    long there = Math.max(0, most - open - RESERVE);
    long ofHttp = least(http, there / 4 / HTTP_PORTS, LEAST_HTTP);
    long ofOutbound = least(outbound, there / 8 / 2, LEAST_OUTBOUND);
    long rest = there - HTTP_PORTS * ofHttp - 2 * ofOutbound;
    long ofSmtp = least(smtp, rest * 2 / 3, LEAST_SMTP);
    return new DescriptorShares((int) ofSmtp, (int) ofHttp, (int) ofOutbound, needed);
  }

  private static long least(long declared, long share, long least) {
    return Math.min(declared, Math.max(share, least));
  }

  /** A sentence for the administrator; empty where all that is declared fits. */
  public static String shortage(ServerLimits limits) {
    return shortage(limits, PROCESS.most, PROCESS.open);
  }

  static String shortage(ServerLimits limits, long most, long open) {
    var shares = of(limits, most, open);
    if (shares.needed <= most) {
      return "";
    }
    return ("this process may open %d file descriptors, and the limits that are declared would take"
            + " %d: SMTP has %d connections at once now, each HTTP port %d, other servers %d; raise"
            + " the limit of the process (ulimit -n) or declare less (limits.connections,"
            + " limits.http.connections, limits.outboundConnections)")
        .formatted(most, shares.needed, shares.smtp, shares.http, shares.outbound);
  }
}
