package io.mailhelm.operator.cluster;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mailhelm.config.AddressScope;
import io.mailhelm.config.Cidr;
import io.mailhelm.dns.ElapsedTime;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Tells which addresses are the cluster's own: those of its nodes and those that their pods get.
 *
 * <p>*
 *
 * <p>Where nodes may not be read, or say nothing of their pods' addresses, or pods have others than
 * nodes say (some networks have their own lists), every private address counts as the cluster's
 * (RFC 1918, RFC 6598, RFC 4193), those of its tunnels among them. Then a client from a private
 * network next to the cluster does not prove that source addresses are preserved; one from the
 * internet does. Any thread.
 */
public final class NodeAddresses {
  private static final Logger LOG = Logger.getLogger(NodeAddresses.class);
  private static final Duration HOLDS = Duration.ofMinutes(10);

  /**
   * How long the list holds for an address that is not in it: a node that has joined since may have
   * connected.
   */
  private static final Duration HOLDS_AGAINST_NEIGHBOURS = Duration.ofMinutes(1);

  private static final long PAGE = 500;

  private final KubernetesClient client;
  private final ElapsedTime time;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Seen> seen = Optional.empty();

  /**
   * @param all whether the list is complete
   */
  private record Seen(List<Cidr> blocks, boolean all, Duration at) {
    boolean contains(InetAddress address, Collection<InetAddress> pods) {
      return has(address)
          || AddressScope.of(address).isInternal() && !(all && pods.stream().allMatch(this::has));
    }

    private boolean has(InetAddress address) {
      return blocks.stream().anyMatch(block -> block.contains(address));
    }
  }

  /**
   * @param time for how long the list holds
   */
  public NodeAddresses(KubernetesClient client, ElapsedTime time) {
    this.client = client;
    this.time = time;
  }

  /**
   * Whether an address is one of the cluster's own. May ask the API server.
   *
   * @param pods addresses that pods are known to have
   */
  public boolean contains(InetAddress address, Collection<InetAddress> pods) {
    lock.lock();
    try {
      if (notOlderThan(HOLDS).has(address)) {
        return true;
      }
      return AddressScope.of(address).isInternal()
          && notOlderThan(HOLDS_AGAINST_NEIGHBOURS).contains(address, pods);
    } finally {
      lock.unlock();
    }
  }

  private Seen notOlderThan(Duration age) {
    var known = seen.filter(last -> !time.isPast(last.at().plus(age))).orElseGet(this::look);
    seen = Optional.of(known);
    return known;
  }

  private Seen look() {
    var now = time.now();
    try {
      var nodes = list();
      var pods = nodes.stream().flatMap(NodeAddresses::ofPods).toList();
      var own = nodes.stream().flatMap(NodeAddresses::own);
      return new Seen(Stream.concat(own, pods.stream()).distinct().toList(), !pods.isEmpty(), now);
    } catch (KubernetesClientException e) {
      LOG.debugf("nodes cannot be read: %s", e.getMessage());
      return seen.map(last -> new Seen(last.blocks(), last.all(), now))
          .orElseGet(() -> new Seen(List.of(), false, now));
    }
  }

  private List<Node> list() {
    var all = new ArrayList<Node>();
    var options = new ListOptionsBuilder().withLimit(PAGE);
    while (true) {
      var page = client.nodes().list(options.build());
      all.addAll(page.getItems());
      var next = page.getMetadata().getContinue();
      if (next == null || next.isEmpty()) {
        return all;
      }
      options.withContinue(next);
    }
  }

  /** {@code InternalIP} and {@code ExternalIP}; the other types are names. */
  private static Stream<Cidr> own(Node node) {
    return node.getStatus() == null
        ? Stream.of()
        : node.getStatus().getAddresses().stream()
            .flatMap(address -> block(address.getAddress()).stream());
  }

  private static Stream<Cidr> ofPods(Node node) {
    var spec = node.getSpec();
    return spec == null
        ? Stream.of()
        : Stream.concat(Stream.ofNullable(spec.getPodCIDR()), spec.getPodCIDRs().stream())
            .flatMap(text -> block(text).stream());
  }

  private static Optional<Cidr> block(String text) {
    try {
      return Optional.of(Cidr.of(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
