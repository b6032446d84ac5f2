package io.mailhelm.operator.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lists Secrets by their metadata alone: their data never leaves the API server. */
final class SecretNames {
  /** The media type of a list of metadata. */
  private static final String METADATA =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

  /** Small, because annotations and {@code managedFields} may be as large as a Secret. */
  private static final int PAGE = 50;

  private static final int SECONDS = 30;

  private final KubernetesClient client;

  SecretNames(KubernetesClient client) {
    this.client = client;
  }

  /** The Secrets of a namespace, without their data. */
  List<Secret> of(String namespace) {
    var all = new ArrayList<Secret>();
    var next = "";
    do {
      var page = page(namespace, next);
      for (var item : page.path("items")) {
        all.add(
            new SecretBuilder().withMetadata(identity((ObjectNode) item.path("metadata"))).build());
      }
      next = page.at("/metadata/continue").asText("");
    } while (!next.isEmpty());
    return all;
  }

  private static ObjectMeta identity(ObjectNode metadata) {
    metadata.remove(List.of("annotations", "managedFields"));
    return Serialization.jsonMapper().convertValue(metadata, ObjectMeta.class);
  }

  private JsonNode page(String namespace, String from) {
    var address =
        "%sapi/v1/namespaces/%s/secrets?limit=%d&continue=%s"
            .formatted(
                client.getMasterUrl(),
                namespace,
                PAGE,
                URLEncoder.encode(from, StandardCharsets.UTF_8));
    var request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(URI.create(address))
            .header("Accept", METADATA)
            .build();
    try {
      var response =
          client.getHttpClient().sendAsync(request, String.class).get(SECONDS, TimeUnit.SECONDS);
      return read(response);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw KubernetesClientException.launderThrowable(e);
    } catch (ExecutionException | TimeoutException e) {
      throw KubernetesClientException.launderThrowable(e);
    }
  }

  private static JsonNode read(HttpResponse<String> response) {
    if (!response.isSuccessful()) {
      throw new KubernetesClientException(
          "the names of Secrets cannot be listed: " + response.body(), response.code(), null);
    }
    try {
      return Serialization.jsonMapper().readTree(response.body());
    } catch (JsonProcessingException e) {
      throw KubernetesClientException.launderThrowable(e);
    }
  }
}
