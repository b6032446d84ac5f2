package io.mailhelm.operator.cluster;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mailhelm.crds.SecretUse;
import io.mailhelm.operator.desired.Labels;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Which Secrets there are of some names, by their metadata alone: what is in them never leaves the
 * API server. Others may have a megabyte of metadata each: a list comes in pages, and of these
 * nothing is made an object of but what says whose a Secret is.
 */
final class SecretNames {
  /** The media type of a list of metadata. */
  private static final String METADATA =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

  /** Annotations, and who set which field, may be as large as a Secret. */
  private static final int PAGE = 20;

  private static final int SECONDS = 30;

  private static final JsonFactory JSON = new JsonFactory();

  /** Labels that say whose a Secret is, and what for. */
  private static final Set<String> LABELS =
      Set.of(Labels.NAME, Labels.INSTANCE, Labels.MANAGED_BY, SecretUse.LABEL);

  private final KubernetesClient client;
  private final Set<String> names;

  /**
   * @param names of those that are looked for
   */
  SecretNames(KubernetesClient client, Set<String> names) {
    this.client = client;
    this.names = Set.copyOf(names);
  }

  /** Those that are there in a namespace, without their data. */
  List<Secret> in(String namespace) {
    var found = new ArrayList<Secret>();
    var next = "";
    do {
      next = page(namespace, next, found);
    } while (!next.isEmpty());
    return found;
  }

  private String page(String namespace, String from, List<Secret> found) {
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
          client.getHttpClient().sendAsync(request, byte[].class).get(SECONDS, TimeUnit.SECONDS);
      if (!response.isSuccessful()) {
        throw new KubernetesClientException(
            "the names of Secrets cannot be listed: "
                + new String(response.body(), StandardCharsets.UTF_8),
            response.code(),
            null);
      }
      return read(response.body(), found);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw KubernetesClientException.launderThrowable(e);
    } catch (ExecutionException | TimeoutException | IOException e) {
      throw KubernetesClientException.launderThrowable(e);
    }
  }

  /**
   * Reads a list.
   *
   * @return where the next page begins; empty: there is none
   */
  String read(byte[] body, List<Secret> found) throws IOException {
    var next = "";
    try (var json = JSON.createParser(body)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        var field = json.currentName();
        var value = json.nextToken();
        if (field.equals("metadata") && value == JsonToken.START_OBJECT) {
          next = Optional.ofNullable(texts(json, Set.of("continue")).get("continue")).orElse("");
        } else if (field.equals("items") && value == JsonToken.START_ARRAY) {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            item(json, found);
          }
        } else {
          json.skipChildren();
        }
      }
    }
    return next;
  }

  private void item(JsonParser json, List<Secret> found) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var field = json.currentName();
      json.nextToken();
      if (field.equals("metadata")) {
        metadata(json).ifPresent(found::add);
      } else {
        json.skipChildren();
      }
    }
  }

  private Optional<Secret> metadata(JsonParser json) throws IOException {
    var metadata = new ObjectMetaBuilder();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var field = json.currentName();
      json.nextToken();
      switch (field) {
        case "name" -> metadata.withName(json.getText());
        case "namespace" -> metadata.withNamespace(json.getText());
        case "labels" -> metadata.withLabels(texts(json, LABELS));
        case "ownerReferences" -> metadata.withOwnerReferences(controller(json));
        default -> json.skipChildren();
      }
    }
    return Optional.ofNullable(metadata.getName())
        .filter(names::contains)
        .map(name -> new SecretBuilder().withMetadata(metadata.build()).build());
  }

  /** There is one controller at most. */
  private static List<OwnerReference> controller(JsonParser json) throws IOException {
    var controllers = new ArrayList<OwnerReference>();
    while (json.nextToken() == JsonToken.START_OBJECT) {
      var texts = texts(json, Set.of("apiVersion", "kind", "name", "uid", "controller"));
      if (Boolean.parseBoolean(texts.get("controller"))) {
        controllers.add(
            new OwnerReferenceBuilder()
                .withApiVersion(texts.get("apiVersion"))
                .withKind(texts.get("kind"))
                .withName(texts.get("name"))
                .withUid(texts.get("uid"))
                .withController(true)
                .build());
      }
    }
    return controllers;
  }

  /** Some of the scalars of an object. */
  private static Map<String, String> texts(JsonParser json, Set<String> wanted) throws IOException {
    var texts = new HashMap<String, String>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var field = json.currentName();
      var value = json.nextToken();
      if (wanted.contains(field) && value.isScalarValue()) {
        texts.put(field, json.getText());
      } else {
        json.skipChildren();
      }
    }
    return texts;
  }
}
