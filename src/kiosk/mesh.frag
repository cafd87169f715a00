// Lights the face softly from above the viewer's left shoulder.
uniform int style; // 0 textured, 1 wireframe, 2 depth, 3 difference
uniform sampler2D picture;
uniform vec3 line_colour;
uniform vec3 face_colour;
uniform vec3 near_colour;
uniform vec3 far_colour;
uniform vec3 inside_colour;
uniform vec3 same_colour;
uniform vec3 outside_colour;

in vec3 normal_in_view;
in vec2 uv;
in vec3 corner;
in float depth;

out vec4 colour;

void main() {
    vec3 n = normalize(normal_in_view);
    // The inside of the face is lit like the outside.
    if (n.z < 0.0) n = -n;
    float light = max(dot(n, normalize(vec3(-0.35, 0.5, 0.8))), 0.0);

    if (style == 0) {
        // three-d keeps pictures with their last row first. The picture has
        // its own light already: only a hint of ours.
        colour = vec4(texture(picture, vec2(uv.x, 1.0 - uv.y)).rgb * (0.7 + 0.35 * light), 1.0);
    } else if (style == 1) {
        // Distance to the nearest edge in pixels, so that lines are equally
        // wide and smooth at any size.
        vec3 pixels = corner / fwidth(corner);
        float edge = min(pixels.x, min(pixels.y, pixels.z));
        float line = 1.0 - smoothstep(0.35, 1.25, edge);
        vec3 face = face_colour * (0.45 + 0.75 * light);
        colour = vec4(mix(face, line_colour * (0.45 + 0.55 * light), line), 1.0);
    } else if (style == 3) {
        // Half is as the other face has it.
        vec3 inwards = mix(inside_colour, same_colour, clamp(depth * 2.0, 0.0, 1.0));
        vec3 tint = mix(inwards, outside_colour, clamp(depth * 2.0 - 1.0, 0.0, 1.0));
        colour = vec4(tint * (0.45 + 0.6 * light), 1.0);
    } else {
        colour = vec4(mix(near_colour, far_colour, depth) * (0.45 + 0.6 * light), 1.0);
    }
}
