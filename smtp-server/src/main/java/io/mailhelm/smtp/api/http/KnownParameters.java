package io.mailhelm.smtp.api.http;

import io.mailhelm.config.Spelling;
import io.mailhelm.smtp.api.ApiException;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses query parameters that a resource does not have: {@code ?captued=true} would otherwise
 * silently show, or delete, everything.
 */
class KnownParameters {
  /** Those that say all by being there. */
  private static final Set<String> NAME_ALONE = Set.of("closed");

  private final Map<Method, List<String>> known = new ConcurrentHashMap<>();

  @ServerRequestFilter
  void check(ResourceInfo resource, UriInfo uri) {
    var names = known.computeIfAbsent(resource.getResourceMethod(), KnownParameters::names);
    uri.getQueryParameters().forEach((name, values) -> check(name, values, names));
  }

  private static void check(String name, List<String> values, List<String> names) {
    if (!names.contains(name)) {
      throw ApiException.badRequest(
          "There is no parameter '%s': %s".formatted(name, advice(name, names)));
    }
    if (values.size() > 1) {
      throw ApiException.badRequest("Give '%s' once.".formatted(name));
    }
    // As a shell writes it whose variable is empty: to delete the mail of nobody named is not to
    // delete everybody's.
    if (values.getFirst().isEmpty() && !NAME_ALONE.contains(name)) {
      throw ApiException.badRequest(
          "'%s' has no value: give one, or leave it out.".formatted(name));
    }
  }

  private static String advice(String name, List<String> names) {
    if (names.isEmpty()) {
      return "there are none here.";
    }
    return Spelling.nearest(name, names)
        .map(near -> "did you mean '%s'?".formatted(near))
        .orElse("use " + String.join(", ", names) + ".");
  }

  private static List<String> names(Method method) {
    return Arrays.stream(method.getParameters()).flatMap(KnownParameters::own).toList();
  }

  private static Stream<String> own(Parameter parameter) {
    return parameter.isAnnotationPresent(BeanParam.class)
        ? Arrays.stream(parameter.getType().getDeclaredFields()).flatMap(KnownParameters::query)
        : query(parameter);
  }

  private static Stream<String> query(AnnotatedElement element) {
    return Stream.ofNullable(element.getAnnotation(QueryParam.class)).map(QueryParam::value);
  }
}
