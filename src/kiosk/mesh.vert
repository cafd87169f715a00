// Turns the face and hands each corner's details to the fragments.
uniform mat4 clip_from_model;
uniform mat3 view_from_model;

in vec3 position;
in vec3 normal;
in vec4 details; // u, v, corner's number, depth

out vec3 normal_in_view;
out vec2 uv;
out vec3 corner; // barycentric
out float depth;

void main() {
    gl_Position = clip_from_model * vec4(position, 1.0);
    normal_in_view = view_from_model * normal;
    uv = details.xy;
    corner = vec3(details.z < 0.5, details.z > 0.5 && details.z < 1.5, details.z > 1.5);
    depth = details.w;
}
