package io.mailhelm.operator.check;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mailhelm.config.DomainName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Looks at an installation: the API server answers, it serves this version's resources and takes
 * some in each namespace, and the operator of the newest revision is at work. What is new in a
 * cluster takes a moment, so each step is tried again until the time for all of them is over. One
 * thread.
 */
public final class InstallationCheck {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final KubernetesClient client;
  private final SortedMap<String, Optional<DomainName>> namespaces;
  private final LeaseName lease;
  private final Consumer<String> out;
  private final long deadline;
  private boolean good = true;

  /**
   * A Lease.
   *
   * @param namespace it is in
   * @param name of it, and of the Deployment of the operators that may hold it
   */
  public record LeaseName(String namespace, String name) {}

  /**
   * @param namespaces where resources are declared, each with a domain it may use, if there is one
   * @param lease that the operator at work holds
   * @param patience for all of it
   * @param out takes a line of what was seen
   */
  public InstallationCheck(
      KubernetesClient client,
      SortedMap<String, Optional<DomainName>> namespaces,
      LeaseName lease,
      Duration patience,
      Consumer<String> out) {
    this.client = client;
    this.namespaces = new TreeMap<>(namespaces);
    this.lease = lease;
    this.out = out;
    this.deadline = System.nanoTime() + patience.toNanos();
  }

  /** Whether all is well. What is not was written to {@code out}. */
  public boolean passes() {
    if (step("the API server answers", this::apiServer)
        && step("it serves MailDomains, MailUsers and SendPolicies", this::kinds)) {
      step("it knows every field that this version knows", this::fields);
      namespaces.forEach(this::namespace);
      var operator = new OperatorAtWork(client, lease);
      if (step("the operator of this revision is at work", operator::problem)) {
        out.accept("note: " + operator.seen());
      }
    }
    out.accept(good ? "The installation works." : "The installation does not work yet: see above.");
    return good;
  }

  private void namespace(String namespace, Optional<DomainName> domain) {
    domain.ifPresentOrElse(
        name ->
            step(
                "resources are taken and compile in namespace " + namespace,
                () -> new SampleResources(client, namespace, name).problem()),
        () ->
            out.accept(
                "note: namespace %s may use no domain (allow.domains of the chart), so none was tried"
                    .formatted(namespace)));
  }

  private Optional<String> apiServer() {
    return client.getKubernetesVersion() == null
        ? Optional.of("%s says no version".formatted(client.getMasterUrl()))
        : Optional.empty();
  }

  private Optional<String> kinds() {
    var missing = new ServedFields(client).missingKinds();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "there is no CustomResourceDefinition of %s: apply helm/mailhelm/files/crds of this version, or set crds.install to true"
                .formatted(String.join(", ", missing)));
  }

  private Optional<String> fields() {
    var missing = new ServedFields(client).missingFields();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the CustomResourceDefinitions are older than this operator, what is declared there is dropped: %s. Apply helm/mailhelm/files/crds of this version, or set crds.install to true"
                .formatted(String.join(", ", missing)));
  }

  private boolean step(String what, Supplier<Optional<String>> look) {
    var problem = problem(look);
    while (problem.isPresent() && System.nanoTime() - deadline < 0) {
      sleep(PAUSE);
      problem = problem(look);
    }
    out.accept(
        problem
            .map(words -> "FAILED: %s: %s".formatted(what, words))
            .orElse("passed: %s".formatted(what)));
    good &= problem.isEmpty();
    return problem.isEmpty();
  }

  private Optional<String> problem(Supplier<Optional<String>> look) {
    try {
      return look.get();
    } catch (KubernetesClientException e) {
      return Optional.of(RefusedRequest.words(e, client.getMasterUrl()));
    }
  }

  static void sleep(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("told to end", e);
    }
  }

  /** The namespaces to look at. */
  public static List<String> namespaces(String watched, String own) {
    return watched.isEmpty() || watched.equals("JOSDK_ALL_NAMESPACES")
        ? List.of(own)
        : List.of(watched.split(","));
  }
}
