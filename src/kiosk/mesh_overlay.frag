// Lays the finished mesh over the window, premultiplied.
uniform sampler2D mesh;

in vec2 uv;

out vec4 colour;

void main() {
    colour = texture(mesh, uv);
}
