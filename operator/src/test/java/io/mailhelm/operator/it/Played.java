package io.mailhelm.operator.it;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.keys.Certificates;
import io.mailhelm.keys.PemPair;
import io.mailhelm.operator.desired.Annotations;
import io.mailhelm.operator.desired.ApiTlsSecret;
import io.mailhelm.operator.desired.ConfigSecrets;
import io.mailhelm.operator.desired.ServerShape;
import io.mailhelm.operator.desired.Shapes;
import io.mailhelm.operator.desired.TokenSecret;
import io.mailhelm.operator.rollout.HttpsPodClient;
import io.mailhelm.operator.rollout.PodClient;
import io.mailhelm.operator.rollout.PodReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A MailDomain's objects put there by hand, without an operator. */
final class Played {
  static final String POD = "example-com-smtp-0";
  private static final String TOKEN = "a token";

  private final KubeApi api;
  private final int port = KubeApi.freePort();
  private final PemPair authority = Certificates.authority("example-com", Instant.now());
  private String yaml;

  Played(KubeApi api) {
    this.api = api;
    this.yaml =
        """
        apiVersion: mailhelm.io/v1alpha1
        kind: MailDomain
        metadata: {name: example-com, namespace: %s, uid: u1}
        spec:
          domain: example.com
          server:
            management: {port: %d}
        """
            .formatted(api.namespace(), port);
  }

  ServerShape shape() {
    return Shapes.of(yaml);
  }

  /** Adds a line to {@code spec.server} and applies what follows from it. */
  Played with(String line) {
    yaml = yaml + "    " + line + "\n";
    return this;
  }

  Played applied() {
    Shapes.objects(shape()).stream()
        .filter(object -> !(object instanceof GenericKubernetesResource))
        .forEach(this::apply);
    apply(
        TokenSecret.of(
            shape().domain(), Map.of(TokenSecret.KEY, TOKEN.getBytes(StandardCharsets.UTF_8))));
    var names = new TreeSet<>(Set.of("example-com-api"));
    var tls = new TreeMap<>(Certificates.issue(authority, names, Instant.now()).secret());
    tls.put(ApiTlsSecret.AUTHORITY, authority.certificate().getBytes(StandardCharsets.US_ASCII));
    apply(ApiTlsSecret.of(shape().domain(), tls));
    return this;
  }

  /** Writes the config and then all else, so that a pod finds it when it starts. */
  String begun() {
    var hash = offered();
    applied();
    return hash;
  }

  /** Writes the config; the pods are not told. */
  String offered() {
    var document = ConfigDocument.of(config());
    ConfigSecrets.of(shape().domain(), document).forEach(this::apply);
    return document.hash();
  }

  void poked(String hash) {
    new Edits(api)
        .edit(
            Pod.class,
            POD,
            pod ->
                pod.edit()
                    .editMetadata()
                    .addToAnnotations(Annotations.CONFIG_HASH, hash)
                    .endMetadata()
                    .build());
  }

  /** Some certificate and its key, as the data of a Secret. */
  static Map<String, byte[]> pem() {
    return Certificates.authority("some", Instant.now()).secret();
  }

  PodReport report() throws IOException, InterruptedException {
    return new HttpsPodClient()
        .config(new PodClient.Target("127.0.0.1", port, TOKEN, authority.certificate()));
  }

  boolean isReady() {
    var pod = pod();
    return pod != null && PlayedPod.isReady(pod);
  }

  Pod pod() {
    return api.client().pods().inNamespace(api.namespace()).withName(POD).get();
  }

  private ServerConfig config() {
    return Shapes.config(yaml);
  }

  private void apply(HasMetadata object) {
    api.client().resource(object).fieldManager("test").forceConflicts().serverSideApply();
  }
}
