package io.mailhelm.operator.it;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real API server with Mailhelm's CRDs, and a fresh namespace for every test that enforces
 * restricted Pod Security. Use it as a field:
 *
 * <pre>{@code @RegisterExtension final KubeApi api = new KubeApi();}</pre>
 *
 * A namespace stays when its test is over, with all that is in it: no controller is there to empty
 * it. So a test watches its own namespace only.
 */
public final class KubeApi implements BeforeEachCallback, AfterEachCallback, AutoCloseable {
  private static final List<String> CRDS = List.of("maildomains", "mailusers", "sendpolicies");
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  private KubernetesClient client;
  private String namespace;

  private static final class Crds {
    /** Once a JVM, by the class's initialisation. */
    static final List<CustomResourceDefinition> INSTALLED = install();

    private static List<CustomResourceDefinition> install() {
      try (var client =
          new KubernetesClientBuilder().withConfig(KubeServer.running().config()).build()) {
        return CRDS.stream().map(name -> established(client, name)).toList();
      }
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    begin();
  }

  private void begin() {
    // A machine that builds beside the tests makes an API server slow, never wrong.
    Awaitility.setDefaultTimeout(PATIENCE);
    client = new KubernetesClientBuilder().withConfig(config()).build();
    if (Crds.INSTALLED.size() != CRDS.size()) {
      throw new AssertionError(Crds.INSTALLED);
    }
    namespace = "it-" + NAMESPACES.incrementAndGet();
    client.resource(namespace(namespace)).create();
  }

  /** The same server with one more namespace, for what goes on beside; to be closed. */
  public static KubeApi beside() {
    var api = new KubeApi();
    api.begin();
    return api;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    close();
  }

  @Override
  public void close() {
    client.close();
  }

  /** As an administrator. */
  public KubernetesClient client() {
    return client;
  }

  /** This test's own. */
  public String namespace() {
    return namespace;
  }

  /** How an administrator connects. */
  public Config config() {
    return KubeServer.running().config();
  }

  /** The same as a kubeconfig, for programs. */
  public String kubeConfig() {
    return KubeServer.running().kubeConfig();
  }

  public Audit audit() {
    return new Audit(KubeServer.running().auditLog(), client);
  }

  /**
   * How a ServiceAccount of this test's namespace connects; it is made when it is not there. It may
   * do nothing until a RoleBinding says so. The name it has in the {@link Audit} is {@link #user}.
   */
  public Config configOf(String serviceAccount) {
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(serviceAccount)
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .serverSideApply();
    var token =
        client
            .serviceAccounts()
            .inNamespace(namespace)
            .withName(serviceAccount)
            .tokenRequest(
                new TokenRequestBuilder()
                    .withNewSpec()
                    .withExpirationSeconds(Duration.ofHours(2).toSeconds())
                    .endSpec()
                    .build())
            .getStatus()
            .getToken();
    var admin = config();
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(admin.getMasterUrl())
        .withCaCertData(admin.getCaCertData())
        .withCaCertFile(admin.getCaCertFile())
        .withTrustCerts(admin.isTrustCerts())
        .withOauthToken(token)
        .withNamespace(namespace)
        .build();
  }

  /** A ServiceAccount's name among users. */
  public String user(String serviceAccount) {
    return "system:serviceaccount:%s:%s".formatted(namespace, serviceAccount);
  }

  /** A port that nobody had a moment ago on 127.0.0.1. */
  public static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static io.fabric8.kubernetes.api.model.Namespace namespace(String name) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
        .endMetadata()
        .build();
  }

  private static CustomResourceDefinition established(KubernetesClient client, String name) {
    try (var yaml =
        KubeApi.class.getResourceAsStream("/META-INF/mailhelm/crds/%s.yaml".formatted(name))) {
      var crd =
          client
              .apiextensions()
              .v1()
              .customResourceDefinitions()
              .load(yaml)
              .patch(PatchContext.of(PatchType.SERVER_SIDE_APPLY));
      var live = client.resource(crd);
      Awaitility.await(name)
          .until(
              () ->
                  live.get().getStatus() != null
                      && live.get().getStatus().getConditions().stream()
                          .anyMatch(
                              condition ->
                                  condition.getType().equals("Established")
                                      && condition.getStatus().equals("True")));
      return live.get();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
